"""Yunling Primary (云岭小学), a school to try things in. All that is in it is simulated."""

from .building import build
from .login import Login

__all__ = ["Login", "build"]
