"""Runs the portal's services on one machine: ``make up``, ``make test`` and ``make doctor``.

Standard library only, because it runs before anything is installed.
"""
