"""Tests of the edition, and its benchmark."""
