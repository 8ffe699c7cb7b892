"""Who is away: said once by whoever it is, known to every plan."""
