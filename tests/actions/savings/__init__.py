"""Estimating, realising, and the rates of postage."""
