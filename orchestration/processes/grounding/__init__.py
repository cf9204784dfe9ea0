"""What exists in this workspace, held against what a text speaks of: chosen, matched, nearest.

Pure: a drafter with a model and one without are held to the same.
"""
