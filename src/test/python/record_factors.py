"""Records variational factors with traits of both sides, by dense matrices and inverses, and one more user whom they are folded in for.

usage: record_factors.py OUT
"""
import math
import sys
import numpy as np
from record_tokens import write

USERS, ITEMS, DIMENSIONS, SWEEPS, SEED = 12, 9, 2, 15, 5
START, FIRST_NOISE, LEAST_NOISE, PRIOR_VARIANCE, FIRST_VARIANCE = .25, .25, .01, .04, .2
FIRST_TRAIT_RIDGE, EVERYBODY_RIDGE, TRAIT_RATE = 10, .1, .05


class JavaRandom:
    """java.util.Random's normal numbers, so that both begin alike."""

    def __init__(self, seed):
        self.state, self.next = (seed ^ 0x5DEECE66D) & (1 << 48) - 1, None

    def bits(self, n):
        self.state = (self.state * 0x5DEECE66D + 0xB) & (1 << 48) - 1
        return self.state >> 48 - n

    def gaussian(self):
        if self.next is not None:
            value, self.next = self.next, None
            return value
        while True:
            v = [2 * ((self.bits(26) << 27) + self.bits(27)) / (1 << 53) - 1 for _ in range(2)]
            s = v[0] ** 2 + v[1] ** 2
            if 0 < s < 1:
                m = math.sqrt(-2 * math.log(s) / s)
                self.next = v[1] * m
                return v[0] * m


class Side:
    def __init__(self, of, count, traits, variance):
        self.of, self.width = of, DIMENSIONS + 1
        self.spoke = np.isin(np.arange(count), of)
        # Everybody, then the traits, as 0 and 1.
        self.known = np.array([[1.] + [float(t in own) for t in range(max(map(max, traits)) + 1)] for own in traits])
        self.weights = np.zeros((self.known.shape[1], self.width))
        self.mean = np.zeros((count, self.width))
        self.covariance = np.zeros((count, self.width, self.width))
        self.precision = np.eye(self.width) / (FIRST_VARIANCE * variance)
        self.ridge, self.scale = FIRST_TRAIT_RIDGE, self.width * PRIOR_VARIANCE * variance

    def solve(self, other, rest, noise):
        expected = self.known @ self.weights
        for k in np.flatnonzero(self.spoke):
            a, b = self.precision.copy(), self.precision @ expected[k]
            for r in np.flatnonzero(self.of == k):
                m, c = other.mean[other.of[r]], other.covariance[other.of[r]]
                # x = [1, q]; of [b, q] the second moments are known, and E[x (r - b)] = E[x] r - E[x b].
                second = c + np.outer(m, m)
                x = np.concatenate([[1], m[1:]])
                xx = second.copy()
                xx[0], xx[:, 0] = x, x
                xb = np.concatenate([[m[0]], second[1:, 0]])
                a += noise * xx
                b += noise * (x * rest[r] - xb)
            self.mean[k] = np.linalg.solve(a, b)
            self.covariance[k] = np.linalg.inv(a)

    def learn(self):
        x, y = self.known[self.spoke], self.mean[self.spoke]
        ridges = np.array([EVERYBODY_RIDGE] + [self.ridge] * (len(self.weights) - 1))
        for t in range(len(self.weights)):
            left = y - x @ self.weights + np.outer(x[:, t], self.weights[t])
            self.weights[t] = x[:, t] @ left / (x[:, t].sum() + ridges[t])
        self.mean[~self.spoke] = self.known[~self.spoke] @ self.weights
        d = y - x @ self.weights
        squares = d.T @ d + self.covariance[self.spoke].sum(0) + self.weights.T @ (ridges[:, None] * self.weights)
        self.precision = (self.width + len(y)) * np.linalg.inv(squares + self.scale * np.eye(self.width))
        traits = self.weights[1:]
        q = np.trace(traits @ self.precision @ traits.T) + self.width * (1 / (x[:, 1:].sum(0) + self.ridge)).sum()
        self.ridge = (traits.size + 2) / (q + 2 * TRAIT_RATE)


rng = np.random.default_rng(8)
traits = [[[int(k) % 3] if k % 4 else [int(k) % 3, 3] for k in range(n)] for n in (USERS, ITEMS)]
pairs = [(u, i) for u in range(USERS - 1) for i in range(ITEMS - 1) if rng.random() < .6]
u, i = np.array(pairs).T
p, q = rng.normal(size=(USERS, 2)), rng.normal(size=(ITEMS, 2))
target = np.round(3 + (p[u] * q[i]).sum(1) + .5 * rng.normal(size=len(u)), 2)
mean = target.mean()
rest, variance = target - mean, target.var()
users, items = Side(u, USERS, traits[0], variance), Side(i, ITEMS, traits[1], variance)
random = JavaRandom(SEED)
for k in range(ITEMS):
    for a in range(1, DIMENSIONS + 1):
        items.mean[k, a] = START * math.sqrt(variance) * random.gaussian()
noise = 1 / (FIRST_NOISE * variance)
for _ in range(SWEEPS):
    users.solve(items, rest, noise)
    users.learn()
    items.solve(users, rest, noise)
    items.learn()
    squares = 0
    for r in range(len(u)):
        m, n, c, d = users.mean[u[r]], items.mean[i[r]], users.covariance[u[r]], items.covariance[i[r]]
        x, y = np.concatenate([[1], n[1:]]), np.concatenate([[1], m[1:]])
        squares += (rest[r] - m[0] - n[0] - m[1:] @ n[1:]) ** 2
        squares += x @ c @ x + y @ d @ y + (c[1:, 1:] * d[1:, 1:]).sum()
    noise = 1 / (squares / len(u) + LEAST_NOISE * variance)


def told(user):
    return (mean + user[0] + items.mean[:, 0] + items.mean[:, 1:] @ user[1:]).tolist()


# One more user, with trait 1, who graded three items.
expected = users.weights[0] + users.weights[2]
graded = {0: 5., 3: 1.5, 6: 4.}
a, b = users.precision.copy(), users.precision @ expected
for k, grade in graded.items():
    x = np.concatenate([[1], items.mean[k, 1:]])
    a += noise * np.outer(x, x)
    b += noise * x * (grade - mean - items.mean[k, 0])
write(sys.argv[1], "factors", {
    "dimensions": DIMENSIONS, "sweeps": SWEEPS, "seed": SEED, "rows": [list(map(int, pair)) for pair in pairs],
    "target": target.tolist(), "userTraits": traits[0], "itemTraits": traits[1],
    "told": [told(users.mean[k]) for k in range(USERS)],
    "new": {"trait": 1, "graded": [[k, g] for k, g in graded.items()], "before": told(expected), "after": told(np.linalg.solve(a, b))}})
