"""Those of the chapter on losses."""

SAME_ENTRY = "where its two indices differ, the term is 0"
EQUAL = {
    r"\frac{dE}{dy_{a,c}} &= \frac{1}{N} \sum_{i=1}^{k} \sum_{j=1}^{n}"
    r" \frac{d (y_{i,j} - t_{a,j})^2}{dy_{a,c}}": SAME_ENTRY,
    r"\frac{dE}{dh_{a,i}} &= \frac{1}{M} \sum_{l=1}^{k} m_a \frac{dE_l}{dh_{a,i}}": SAME_ENTRY,
}
