"""In place of the kernel's installer of packages: the site has all that the course uses, and asks nobody.

The installer itself would take a second to import at every visit.
"""
