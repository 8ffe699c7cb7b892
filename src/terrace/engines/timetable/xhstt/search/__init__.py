"""The search for an XHSTT timetable: compiled, and weighed bit by bit as it moves."""
