### What the assistant says in this language; en.ftl explains the messages.

take-there = हर ओर से दिखाने वाला रीप्ले उपलब्ध है: { $replay }, { $when }।
take-none = अभी तक कोई रीप्ले प्रकाशित नहीं हुआ है।
