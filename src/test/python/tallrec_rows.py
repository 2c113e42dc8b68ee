"""Writes TALLRec's movie lines again from MovieLens 100K, with whose they are: its published files do not say.

TALLRec puts each user's events in the order of their times as text, slides a window of ten over them, keeps the last 10,000
windows in the order of users in u.data, and cuts them 80 / 10 / 10 (Bao et al. 2023, preprocess_movie.py).

usage: tallrec_rows.py ML-100K OUT
"""
import json
import os
import sys

ratings, out = sys.argv[1:]
titles = [line.split("|")[1] for line in open(f"{ratings}/u.item", encoding="latin-1")]
users = {}
for line in open(f"{ratings}/u.data"):
    user, item, rating, time = line.split("\t")
    users.setdefault(user, []).append((time, titles[int(item) - 1], int(rating) > 3))


def names(events, liked):
    return ", ".join(f'"{title}"' for _, title, said in events if said == liked)


lines = []
for user, events in users.items():
    events = sorted(events, key=lambda event: event[0])
    for k in range(10, len(events)):
        before, (_, target, liked) = events[k - 10:k], events[k]
        lines.append(dict(
            user=user,
            input=f"User Preference: {names(before, True)}\nUser Unpreference: {names(before, False)}\n"
                  f'Whether the user will like the target movie "{target}"?',
            output="Yes." if liked else "No."))
lines = lines[-10000:]
os.makedirs(out, exist_ok=True)
for name, part in dict(train=lines[:8000], valid=lines[8000:9000], test=lines[9000:]).items():
    with open(f"{out}/{name}.jsonl", "w") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in part)
    print(name, len(part), "lines of", len({line["user"] for line in part}), "users")
