"""Mind maps. `mindmap` is the way in and decides what stands on which sheet; `tree` finds sizes and places, `draw` draws."""
