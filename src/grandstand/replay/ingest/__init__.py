"""Pictures of many cameras, kept as the packets that came, decoded only around an instant.

picture_timing   timecode in the pictures of H.264
timecode     hours:minutes:seconds:frames, as text and as SMPTE 12M
alignment    from a camera's timestamps to the rig's time; drift
source       H.264 packets of files and of the network, live or paced
ffmpeg       the program that carries SRT and RIST
ring         the newest packets of a camera, within bytes and seconds
decoding     pictures of packets and of files
health       what is wrong with a camera, from what was seen of it
recorder     one camera's thread: source, ring, looks at key frames
recording    all cameras of a rig, live
session      a folder of recorded cameras
cut          a part of a recording as a session
capacity     how many streams a machine records
"""
