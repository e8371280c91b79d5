"""The command for where ``zongjie`` is not on the path: ``python -m generator``."""

from generator.cli import main

if __name__ == "__main__":
    main()
