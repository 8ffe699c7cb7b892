"""What a child knows, how sure we are, and what to practise next.

Import from the modules: ``terrace.engines.learner.learner.Learner`` is the door. Pure Python, light
enough for the web process.
"""
