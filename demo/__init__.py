"""Demonstration data and the platform simulator.

``demo.catalogue`` makes a province's catalogue from a fixed seed; ``demo.simulator``
serves it in the shapes of the platforms a harvest profile can meet.  Nothing here is
needed in production and nothing here imports CKAN.
"""
