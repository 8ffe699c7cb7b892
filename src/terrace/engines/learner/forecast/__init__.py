"""Foreseeing the next answer from very many answers: fitted on a school's or a county's.

NumPy and numba: import from the modules inside a job or a command, never in the web process. The
door is ``forecaster.Forecaster``.
"""
