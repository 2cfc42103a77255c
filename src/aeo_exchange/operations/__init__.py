"""The verbs of the toolkit, one module each, in rooms by what they are about.

What several rooms need stands beside them. Programs find the verbs on the face, `aeo_exchange`.
"""
