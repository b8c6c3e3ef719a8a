"""The octopus. `octopus` is the way in and places the arms; `body` draws the animal."""
