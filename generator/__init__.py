"""From one filled-in YAML form to a finished Chinese summary in Word."""
