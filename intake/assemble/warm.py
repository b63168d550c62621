"""Fill, before workers are forked, what every mail needs, so that no worker makes it for itself: tables, and readers loaded late.

To be imported last of what workers share; 0.3 s of processor time for each worker, measured on an import of four mails.
"""

import mailparser  # noqa: F401 - the reader of mails loads it at the first one
from PIL import Image

from intake.config.languages import languages
from intake.config.our_letter_patterns import our_letters
from intake.forms.fields.nationalities import country_code

Image.init()
languages()
our_letters()
country_code("China")
