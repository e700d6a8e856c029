from typing import Any

from django.db import migrations, models

from accounts.domain.names import sort_key


def fold(apps: Any, schema_editor: Any) -> None:
    """Certificates that were issued before are found like the others."""
    model = apps.get_model("certificates", "Certificate")
    for pk, snapshot in model.objects.values_list("pk", "snapshot").iterator():
        if name := snapshot.get("name"):
            model.objects.filter(pk=pk).update(sought=sort_key(name))


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_badges")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="sought",
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
