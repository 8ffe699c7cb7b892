"""Cover for a teacher who is away: who may take a lesson, and the best choice for the day."""
