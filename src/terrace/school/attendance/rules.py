"""Who takes a class's roll."""

from terrace.school.people.rules import is_class_teacher_of, is_principal_here, teaches

takes_roll = is_class_teacher_of | teaches | is_principal_here
"""Takes a class's roll, and mends it later."""
