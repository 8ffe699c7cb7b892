"""Four kinds of simulated pupil, each from the literature and each unlike the learner's own model.

They were written and frozen before the chooser was measured with them (tag ``simulators-1``): a
chooser may be changed because of what they say, they may not be changed because of a chooser. What
they say is never evidence about a real child.
"""
