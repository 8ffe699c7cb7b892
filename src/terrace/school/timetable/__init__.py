"""The term's timetable: who teaches which class when, and who takes over for a day."""
