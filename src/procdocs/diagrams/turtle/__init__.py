"""Turtles. `turtle` is the way in and draws; `content` gathers what each leg says, `plan` finds sizes and sheets, `body` draws the middle."""
