"""Checks lists of findings, one a line, against the published model of Security Hub's BatchImportFindings."""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("securityhub")
shape = model.operation_model("BatchImportFindings").input_shape
no_text = re.compile(r"\s*")


def blank_texts(value, path=""):
    """The model's NonEmptyString has the pattern .*\\S.*, which botocore does not check."""
    if isinstance(value, str):
        return [f"{path}: is blank"] if no_text.fullmatch(value) else []
    if isinstance(value, list):
        return [text for index, one in enumerate(value) for text in blank_texts(one, f"{path}[{index}]")]
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in blank_texts(one, f"{path}.{name}")]
    return []


reports = []
for line in sys.stdin:
    findings = {"Findings": json.loads(line)}
    errors = ParamValidator().validate(findings, shape)
    report = errors.generate_report().splitlines() if errors.has_errors() else []
    reports.append(report + blank_texts(findings))
json.dump(reports, sys.stdout)
