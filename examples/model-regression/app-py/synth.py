#!/usr/bin/env python3
"""Runs many programs in one process: starting jsii and loading the provider takes longer than any of them.

    synth.py JOBS      each line of the file: suffix, program, output folder, with a tab between
"""

import os
import runpy
import sys

with open(sys.argv[1], encoding="utf-8") as jobs:
    for line in jobs:
        environment, program, folder = line.rstrip("\n").split("\t")
        os.environ["ENVIRONMENT_SUFFIX"] = environment
        os.environ["CDKTF_OUTDIR"] = folder
        runpy.run_path(program, run_name="__main__")
