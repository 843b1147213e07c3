r"""Tokens, read as statements and trees. A row is cut into statements, each with its formulas.

    row         = statement {separator statement}
    separator   = "," | ";" | "." at its end | "\quad" | "\text{…}" | "\Rightarrow"
                | between equations also "\hspace{…}" | "\newline" | "\to" | "&"
    statement   = names "\in" set | names ":" set "\to" set | [formula] relation formula {…}
                | [formula] relation formula "\in" set
                | condition behind "for", "if", "when" or a \quad, or in a row of its own
    set         = ("\mathbb{R}" | "R" | …) ["_{>0}"] ["^{" length {"\times" length} "}"]
                | "[" number "," number "]" ["^{…}"] | "\{" number "," … "\}" ["^{…}"]

    formula    = [sign] term {("+" | "-") term}
    term       = product {times product}            times: \cdot \times \odot \otimes \oslash *
    product    = factor {["/"] factor}
    factor     = reduction | derivative | d factor | application | atom {script} ["!"]
    script     = "_" group | "^" group | "'"
    atom       = number | name | constant | dots | "(" formula ")" | group
               | "[" formula {"," formula} "]"
               | "|" formula "|" | "\|" formula "\|" | "\langle" formula "," formula "\rangle"
               | "\left." formula "\right|_" group
               | "\frac" group group | "\binom" group group | "\sqrt" ["[" formula "]"] group
               | cases | matrix | indicator | probability | "O(" formula ")"
    indicator  = ("1" | "I" | "\mathbb{1}" | …) ["_"] bracketed conditions | "[" condition "]"
    probability = ("P" | "p") "(" formula "=" formula {("|" | ",") …} ")"
    reduction  = ("\sum" | "\prod" | "\max" | "\min" | "\operatorname{argmax}") ["_" bounds]
                 ["^" group] [sign] term
    derivative = "\frac{" d [power] [term] "}{" d name {script} {d name {script}} "}" [operand]
               | d name {script} "/" d name {script} | "\nabla" ["_" group] operand
               | ("\partial" | "D") "_" group operand
    operand    = bracket | factor {factor}          a product may begin with a bracket that has
                                                    a script, or another bracket behind it
    application = function {script} ("(" formula {"," formula} ")" | argument)
    argument   = the symbols up to the next bracket, fraction, function, sign or relation
    d          = "d" (unless it is the name of something) | "\mathrm{d}" | "\partial"
    bounds     = name "=" formula | names [":" conditions] | conditions
               | "\substack" "{" bounds {"\\" bounds} "}"
    conditions = condition {("," | "and") condition}
    condition  = formula relation formula {relation formula} | name "= 1, \dots," formula

Side by side means times, and binds before a sign of multiplication; division goes from left to
right, and a sum reaches over the products behind it, up to the next plus or minus; on a right
side, over the terms behind it as well that its index stands in, if it stands nowhere else. Which
letters are functions, and which subscripts belong to a name, the vocabulary says: what was
declared and defined before. A sum below which no index stands runs over the only one that its
terms have.
"""
