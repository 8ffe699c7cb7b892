"""Why there is no timetable: counting, then the fewest musts that cannot hold together."""
