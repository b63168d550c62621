"""Judge generated mails: `python -m tests.generated --seed 7`."""

import sys

from tests.generated.run import main

if __name__ == "__main__":
    sys.exit(main())
