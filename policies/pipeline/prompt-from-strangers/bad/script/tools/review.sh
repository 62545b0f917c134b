#!/bin/sh
claude -p "Does this title fit the change? $1"
