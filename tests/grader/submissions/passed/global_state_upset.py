"""Upsets seeds, warnings, error states and collection of garbage, and answers rightly (62)."""
import gc
import random
import warnings

import numpy as np


def double(x):
    np.random.seed(0)
    random.seed(0)
    np.seterr(all="raise")
    np.set_printoptions(threshold=0)
    warnings.simplefilter("error")
    gc.disable()
    return 2 * x
