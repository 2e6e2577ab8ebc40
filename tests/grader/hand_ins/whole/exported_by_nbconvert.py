#!/usr/bin/env python
# coding: utf-8

# # Tiny

# In[1]:


get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install x')
import numpy as np

SCALE = 2


# In[ ]:


def scaled(x):
    """Multiply by the scale (given)."""
    return SCALE * np.asarray(x)


# In[ ]:


def double(x):
    """Double an array."""
    return scaled(x)


# In[ ]:


def total(x):
    return float(np.sum(x))


# In[ ]:


def mean(x):
    return total(x) / max(len(x), 1)
