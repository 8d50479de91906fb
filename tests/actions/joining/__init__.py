"""Tests of joining."""
