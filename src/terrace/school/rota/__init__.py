"""Turns of people over time: talks, dorm and night duty, the canteen, mentors, phone and visits."""
