"""What to do when a message is refused or held, by the rule that stands in the way."""

from __future__ import annotations

__all__ = ["ADVICE", "advice_in_register", "advice_on_message"]

ADVICE = {
    "AEO-SYN-11": "use a newer release of this program; the message is kept and not applied",
    "AEO-XCH-10": "give the head, a file such as head.jwt, as it came; ask the sender if it did",
    "AEO-XCH-11": "do not use it; tell the sender by another way that its files were changed",
    "AEO-XCH-12": "ask the keeper of your trust list whether the key is for the exchange",
    "AEO-XCH-13": "look for the folder, or the profile, of the stream that you mean to read",
    "AEO-XCH-14": "compare your clock with another one, then tell the sender to look at theirs",
    "AEO-XCH-15": "apply nothing more of the stream; ask the sender by another way which is right",
    "AEO-XCH-16": "fetch the latest head; if this is it, ask the sender if a backup was restored",
    "AEO-XCH-17": "ask the sender what happened; one that lost a state says so by a reset",
    "AEO-XCH-18": "ask the sender why, by another way; `--confirm-reset DIGEST` takes the head",
    "AEO-XCH-19": "compare `aeo profile digest` with the sender, and adopt one text on both sides",
    "AEO-XCH-20": "fetch the snapshot of this head, or a delta from what you hold",
    "AEO-XCH-21": "fetch the file again, as it is stored; if it fails again tell the sender",
    "AEO-XCH-22": "tell the sender the line; nothing of the message can be used",
    "AEO-XCH-23": "take the snapshot instead, and tell the sender which key it is about",
    "AEO-XCH-24": "do not use it; fetch it again, and tell the sender if it fails again",
    "AEO-XCH-25": "do not use it; tell the sender at once which key it is about",
    "AEO-XCH-26": "look at what changes, ask the sender, then `--confirm DIGEST` takes the head",
    "AEO-XCH-27": "tell the sender the key; the record counts again with a higher revision",
    "AEO-XCH-28": "tell the sender the key; the tombstone goes on until its cause lets it end",
    "AEO-XCH-29": "ask the sender what became of the key; until then nothing is said about it",
    "AEO-XCH-40": "give the answer as it came; ask the partner for it again if it did",
    "AEO-XCH-41": "name the folder of the stream that it answers, with every head that was sent",
    "AEO-XCH-42": "nothing is to do; what the partner says now stands in its later answer",
    "AEO-XCH-43": "ask the partner which answer counts; `--choose DIGEST` takes it",
    "AEO-XCH-45": "do not use it; tell the partner at once which key it is about",
    "AEO-XCH-44": "give the file that `aeo recognise --receipt` wrote, as it was kept",
    "AEO-XCH-46": "give the sealed file as it came; ask the sender for it again if it did",
    "AEO-XCH-47": "use the key that the message names, or tell the sender your sealing key",
    "AEO-XCH-48": "ask the sender for the file again; what came is not what was sealed",
}


# Where a register has another way than a folder; HEAD stands for the digest of the head.
IN_REGISTER = {
    "AEO-XCH-15": "ask the sender which is right; `aeo register adopt --head DIGEST` of the head "
    "that was applied, or where neither was of the right one, lets the stream go on",
    "AEO-XCH-18": "ask the sender why, by another way; `aeo register adopt --head HEAD` takes it, "
    "then apply it again",
    "AEO-XCH-19": "compare `aeo profile digest` with the sender; `aeo register adopt --profile "
    "FILE` adopts the text that both mean, then apply it again",
    "AEO-XCH-26": "look at what changes and ask the sender; `aeo register adopt --head HEAD` takes "
    "it, then apply it again",
}


def advice_in_register(code: str, head: str) -> str:
    """Return what to do next where a register keeps the stream."""
    return IN_REGISTER.get(code, advice_on_message(code)).replace("HEAD", head)


def advice_on_message(code: str) -> str:
    """Return what to do next; rules of trust lists have one advice for all."""
    return ADVICE.get(code, "get the current trust list from whoever keeps it for you")
