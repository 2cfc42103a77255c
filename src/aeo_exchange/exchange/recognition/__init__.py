"""Is a firm recognised under a partner profile: the question, what is held, the answer (XCH-13).

Pure: what is held comes in, from a register or from the snapshots in a folder.
"""
