"""What is kept of curricula: those of other programs, as they were brought in."""

from django.db import models

from terrace.school.journal.ids import new_id
from terrace.school.people.models import School


class Framework(models.Model):
    """A curriculum of another program. Ours is code (`strands`), not a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="frameworks")
    key = models.CharField(max_length=200)
    """Its identifier, else its title: a file that comes again finds its row by this."""
    title = models.CharField(max_length=200)
    content = models.JSONField()
    """Standards and links (`frameworks.framework.Framework.content`)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "key"], name="curriculum_framework_once_a_school"
            ),
        )
