"""Ed25519 as RFC 8032 writes it down, to check the library against: slow, and nobody's secret."""

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741 - its name in the RFC


def _x(y, odd):
    squared = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if (x * x - squared) % P:
        x = x * I % P
    if (x * x - squared) % P or y >= P:
        raise ValueError("not a point")
    return P - x if x & 1 != odd else x


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (_x(BASE_Y, 0), BASE_Y, 1, _x(BASE_Y, 0) * BASE_Y % P)


def _add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _pack(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpack(data):
    number = int.from_bytes(data, "little")
    y = number & (1 << 255) - 1
    x = _x(y, number >> 255)
    return x, y, 1, x * y % P


def _digest(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def _secret(seed):
    whole = hashlib.sha512(seed).digest()
    number = int.from_bytes(whole[:32], "little")
    return number & (1 << 254) - 8 | 1 << 254, whole[32:]


def public(seed):
    return _pack(_times(_secret(seed)[0], BASE))


def sign(seed, message):
    number, prefix = _secret(seed)
    key = public(seed)
    r = _digest(prefix, message)
    told = _pack(_times(r, BASE))
    s = (r + _digest(told, key, message) * number) % L
    return told + s.to_bytes(32, "little")


def verify(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    left = _times(s, BASE)
    right = _add(
        _unpack(signature[:32]), _times(_digest(signature[:32], key, message), _unpack(key))
    )
    return _pack(left) == _pack(right)
