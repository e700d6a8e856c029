import pytest
from django.test.utils import CaptureQueriesContext
from django.db import connection
from tests.factories import *
pytestmark = pytest.mark.django_db

def test_num2(client):
    e = make_enrolment()
    client.force_login(e.learner)
    for u in ("/es/learn/small/l1-1/", "/es/learn/small/l1-2/", "/es/learn/small/l1-2/","/es/courses/","/es/courses/", "/es/courses/small/", "/es/courses/small/", "/es/my-learning/", "/es/my-learning/"):
        with CaptureQueriesContext(connection) as c: client.get(u)
        print("#####", u, len(c))
        for q in c: print("  ", q["sql"][:230])
