"""FET's files, in and out: a timetable problem as other schools already keep it."""
