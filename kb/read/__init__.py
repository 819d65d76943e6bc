"""Readers: each turns one kind of source into lines, and kb.read.structure turns lines into a tree.

markdown, adilet, zan, docx, akoma_ntoso, git   the kinds of source
kinds, formats                                  their list; which of them a file is
akn_elements                                    the elements of Akoma Ntoso and their numbers
word_parts, word_lists, word_signs              what the reader of Word is made of
document, markup                                what readers of pages and documents share
paper                                           plain texts as pages of paper have them
requisites                                      an act's date, number and language in its own words
lines                                           what a line is by its mark
structure                                       headings; body the points, parts and subpoints below
node, gathered                                  what is being built
notes, numbers                                  notes to their units; gaps and repeated numbers
"""
