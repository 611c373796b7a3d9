"""The page frame: look, components, errors that speak, limits on what comes in. It knows no feature.

Templates extend `base.html` and use `{% load components %}`; docs/look.md lists what there is. Views build the small
records of `shell.parts` for the components that show lists.
"""
