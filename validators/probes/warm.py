"""Load, before workers are forked, what the first picture would load in each of them: 0.1 s of processor time a worker.

To be imported among what workers share.
"""

import numpy.ma  # noqa: F401 - percentiles load it at the first call
import simplejpeg  # noqa: F401 - decodes every photo
