"""Runs the portal's services on one machine: what stands behind ``make up``, ``test`` and ``doctor``.

Standard library only, because it runs before anything is installed.
"""
