"""The public site: home, standard pages, the frame around every page, pictures and documents.

May import every app below it: certificates, quizzes, courses, library, accounts, outbox. Never reports.
"""
