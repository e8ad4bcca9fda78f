"""Simulations: is a model worth its place? Run by hand; they print tables.

python -m tests.simulations.memory
"""
