from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles_of_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondFactorRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("trainer", "Trainer"),
                            ("reviewer", "Reviewer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "role that needs a second factor",
                "verbose_name_plural": "roles that need a second factor",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["trainer", "reviewer", "administrator"])),
                        name="second_factor_rule_role_is_known",
                    )
                ],
            },
        ),
    ]
