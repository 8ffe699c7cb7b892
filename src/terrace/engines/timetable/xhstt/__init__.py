"""School timetables of the XHSTT archive format: read, weigh, solve and write them."""
