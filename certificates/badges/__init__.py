"""Open Badges 3.0: a certificate as a credential that programs of others can verify.

`did` says who issues and with which keys, `credential` what is certified, `proof` and `jwt` sign it in the two forms
there are, `status_list` says what is revoked, `baking` puts it into pictures: plain Python all of them. `making` is
the door to the database, `checking` reads what somebody brings, `views` serves.
"""
