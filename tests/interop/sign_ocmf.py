"""Makes signed meter values with a signer that is not ours (the PyPI package `cryptography`).

The vectors in the tests were printed by this once; signatures differ from run to run, so they are kept as they are.
"""

import json
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
import base64

CURVES = {"secp256r1": ec.SECP256R1, "secp384r1": ec.SECP384R1, "secp256k1": ec.SECP256K1, "brainpool256r1": ec.BrainpoolP256R1}


def payload(page, mark, value, time):
    # The blanks, the umlaut, the bar and the signs that XML minds are there on purpose.
    return (
        '{"FV" : "1.0","GI":"Müller & Söhne  <7> | rev \\"B\\"","GS":"GW-1","GV":"2.1","PG":"T%d","MV":"ACME","MM":"M-1",'
        '"MS":"1ACM0001","IS":true,"IL":"VERIFIED","IF":["RFID_PLAIN"],"IT":"ISO14443","ID":"04A1B2C9",'
        '"RD":[{"TM":"%s S","TX":"%s","RV":%s,"RI":"1-b:1.8.0","RU":"kWh","RT":"AC","EF":"","ST":"G"}]}'
    ) % (page, time, mark, value)


def sign(key, text, curve, how):
    der = key.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
    if how == "fixed":
        width = (key.curve.key_size + 7) // 8
        der = b"".join(number.to_bytes(width, "big") for number in decode_dss_signature(der))
    data = {"SD": der.hex().upper()}
    if how == "base64":
        data = {"SE": "base64", "SD": base64.b64encode(der).decode()}
    if curve != "secp256r1":
        data = {"SA": f"ECDSA-{curve}-SHA256", **data}
    return "OCMF|" + text + "|" + json.dumps(data)


vectors = {}
for name, curve, how in [
    ("p256", "secp256r1", "der"),
    ("p256-base64", "secp256r1", "base64"),
    ("p256-fixed", "secp256r1", "fixed"),
    ("p384", "secp384r1", "der"),
    ("k256", "secp256k1", "der"),
    ("brainpool", "brainpool256r1", "der"),
]:
    key = ec.generate_private_key(CURVES[curve]())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    vectors[name] = {
        "key": public.hex().upper(),
        "begin": sign(key, payload(41, "B", "1203.5000", "2026-11-21T14:05:00,000+0100"), curve, how),
        "end": sign(key, payload(42, "E", "1217.8450", "2026-11-21T15:35:00,000+0100"), curve, how),
    }
json.dump(vectors, sys.stdout, indent=1, ensure_ascii=False)
print()
