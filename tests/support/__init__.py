"""Doubles that several rooms' tests share."""
