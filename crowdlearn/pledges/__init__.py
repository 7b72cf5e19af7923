"""Peers' promises of money and expertise, and the half rule."""
