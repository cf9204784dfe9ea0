"""Pictures of processes: a page of the read model → SVG → PNG, the same bytes each time.

Nothing here is imported by `serve` before it is needed: see `bot/pictures/studio.py`.
"""
